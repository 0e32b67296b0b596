DROP TABLE srs.act_counter;
DROP TABLE srs.act;
DROP TABLE srs.key_card;
DROP TABLE srs.server_key;
